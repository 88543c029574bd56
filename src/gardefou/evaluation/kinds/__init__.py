"""One module per kind of criterion: each answers its question and cites what the answer rests on."""
