package dev.carousel.nlp.summary;

import dev.carousel.cell.Cell;
import dev.carousel.data.InvalidDataException;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.pooling.Pooling;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Architecture;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * The hierarchical model of a document: layers over the words of each sentence, pooled to a vector
 * a sentence, layers over these, and an answer for each sentence. In JSON, "extractive-summariser".
 *
 * <pre>
 * w_1 … w_n = recurrent(E x_1 … E x_n)       the words of a sentence
 * s_t       = pool(w_1 … w_n)
 * h_1 … h_T = recurrent(s_1 … s_T)           the sentences of a document
 * y_t       = W h_t + b
 * </pre>
 *
 * <p>After Nallapati, Zhai and Zhou, SummaRuNNer: A Recurrent Neural Network based Sequence Model
 * for Extractive Summarization of Documents, 2017, without its terms for salience and novelty.
 *
 * @param embedding the length of word vectors, at least 1
 * @param recurrent the layers over words and, with weights of their own, over sentences
 * @param pooling how the outputs at all words become one vector
 * @param dropout the probability with which elements of the word vectors, of the sentence vectors
 *     and of h are dropped
 * @param tokenDropout the probability with which a word's vector is zero in a whole batch
 * @param initializer gives the initial weights
 */
public record ExtractiveSummariser(
    int embedding,
    RecurrentStack recurrent,
    Pooling pooling,
    double dropout,
    double tokenDropout,
    Initializer initializer)
    implements Architecture {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public ExtractiveSummariser {
    if (embedding < 1) {
      throw new IllegalArgumentException("embedding must be at least 1, got " + embedding);
    }
    RecurrentStack.requireRate("dropout", dropout);
    RecurrentStack.requireRate("tokenDropout", tokenDropout);
  }

  @Override
  public Cell cell() {
    return recurrent.cell();
  }

  @Override
  public Model build(Signature signature, Kernels kernels, RandomStream random) {
    if (!(signature.input() instanceof Signature.Nested nested)
        || !(nested.part() instanceof Signature.Tokens words)
        || !signature.perStep()) {
      throw new InvalidDataException(
          "an extractive summariser reads documents of sentences and answers for each sentence,"
              + " which this task does not ask for; use a \"sequence-model\"");
    }
    recurrent.requireCausal(signature);
    return new SentenceModel(
        this, words, signature.outputs(), new Dropout(dropout, false), kernels, random);
  }
}
