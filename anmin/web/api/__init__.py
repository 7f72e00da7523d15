"""The JSON face of the desk: the same registers, permissions and rows, as OpenAPI 3.1."""
