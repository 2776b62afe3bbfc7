"""Who came to which huddle, as a grid."""
