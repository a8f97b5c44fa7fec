"""A synthetic B2B SaaS company whose true action effects are known: see docs/demo-world.md."""
