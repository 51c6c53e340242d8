"""Hold labs to account: invariants, attempts, mutants and variants, and a report of them."""
