"""Where to go and what to do first: survey areas now; sampling, routes and budgets later."""
