"""People: applicants, staff, trade credit, and the offers of AI tools they must judge."""
