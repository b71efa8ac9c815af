"""The nouns that pass between the stages: frozen values, standard library only."""
