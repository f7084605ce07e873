package dev.carousel.timeseries.channel;

/** How the values of a channel are scaled before a model sees them. */
public enum ChannelScale {
  /** Not at all. */
  NONE,
  /** To mean 0 and standard deviation 1 over the training part. */
  STANDARD,
  /** To mean 0 and standard deviation 1 over each sequence by itself. */
  EACH
}
