"""Trains models of an Implanta server with a script of your own."""
