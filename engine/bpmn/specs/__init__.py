"""The elements of BPMN as SpiffWorkflow task specs of our own, and the tree of tokens they move."""
