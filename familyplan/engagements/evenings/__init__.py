"""Who is with a member this evening."""
