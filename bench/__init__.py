"""What `make bench` runs. Each file holds `BENCHES`: name → function that yields rows; see anmin/ops/bench.py."""
