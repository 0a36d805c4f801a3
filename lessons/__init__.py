"""The core: what is taught (curriculum), how a client moves through it (progression), the mechanical body."""
