"""RDF in our ontology, or in the vocabularies that people use for actors, memberships and events."""
