"""The judge: pure Python of the standard library that runs in the build, in the tests and in the learner's browser."""
