"""The ledger of claims: what the trade says, tested; each claim with its verdict and both kinds of doubt."""
