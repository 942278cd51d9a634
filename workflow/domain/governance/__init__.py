"""How the provider looks at its own work: samples, supervision, evidence, patterns."""
