"""The command `qyzmet`: one module per noun, design section 9 is the contract."""
