"""Copy that comes in from machines: agencies, partners and the newsroom's own programs."""
