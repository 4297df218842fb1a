"""Readers: each turns a question and passages into statements with evidence."""
