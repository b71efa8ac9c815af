"""Model classes read to tables: what a schema built straight from the models holds."""
