"""How tight the low back feels: check-ins in the client's own words and days, and the honest trend."""
