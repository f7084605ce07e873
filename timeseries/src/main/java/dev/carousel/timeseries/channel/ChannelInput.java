package dev.carousel.timeseries.channel;

/**
 * What a model reads of a channel at a step (Che, Purushotham, Cho, Sontag and Liu, Recurrent
 * neural networks for multivariate time series with missing values, 2018: x, m and δ).
 */
public enum ChannelInput {
  /**
   * The scaled value; where it is missing the last one before it, and before the first the mean of
   * the training part.
   */
  VALUES,
  /** 1 where the channel was measured, 0 where not. */
  MASKS,
  /**
   * The time since the channel was last measured before this step, or since the first step where it
   * has not been: δ_1 = 0, δ_t = s_t - s_(t-1) + (1 - m_(t-1)) δ_(t-1), s being the times and m the
   * mask. Divided by its mean over the training part.
   */
  GAPS
}
