"""Official papers: one content model, told as Word and as PDF in the national layout (GB/T 9704-2012)."""
