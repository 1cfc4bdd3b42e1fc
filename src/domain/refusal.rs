//! Why something is not done: told to the person, who then knows the way on.
