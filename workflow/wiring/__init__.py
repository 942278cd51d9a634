"""Joins the adapters to the services."""
