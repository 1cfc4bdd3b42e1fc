// The page of the sandbox.
