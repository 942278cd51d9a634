"""PDF files: made from Word documents by a word processor, and their properties."""
