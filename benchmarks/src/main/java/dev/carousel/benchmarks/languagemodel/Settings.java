package dev.carousel.benchmarks.languagemodel;

/**
 * The sizes of a language model and how it is trained.
 *
 * @param vocabulary the number of different tokens
 * @param units the width of the embedding and of every layer
 * @param layers LSTM layers
 * @param batch B, sequences
 * @param steps T, steps of each
 * @param initialScale weights are from U(-scale, scale) at first
 * @param learningRate of gradient descent on the mean loss of a token
 * @param clipNorm the largest norm of all gradients together
 */
public record Settings(
    int vocabulary,
    int units,
    int layers,
    int batch,
    int steps,
    double initialScale,
    double learningRate,
    double clipNorm) {
  /**
   * The "small" model for the Penn Treebank of Zaremba, Sutskever and Vinyals (2014). They sum the
   * loss over the 20 steps, with rate 1 and norm 5; with the mean that is rate 20 and norm 0.25.
   */
  public static final Settings SMALL = new Settings(10_000, 200, 2, 20, 20, 0.1, 20, 0.25);

  /**
   * The tokens of a mini-batch.
   *
   * @return T·B
   */
  public int tokens() {
    return batch * steps;
  }
}
