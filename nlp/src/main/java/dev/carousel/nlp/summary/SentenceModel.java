package dev.carousel.nlp.summary;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.graph.GraphWriter;
import dev.carousel.layer.Dense;
import dev.carousel.layer.Dropout;
import dev.carousel.layer.Embedding;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceInput;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.List;

/** What {@link ExtractiveSummariser} describes. */
final class SentenceModel implements Model {
  private final SequenceInput input;
  private final Recurrent words;
  private final SequenceSummary pooling;
  private final Recurrent sentences;
  private final Dense readout;
  private final Dropout dropout;

  SentenceModel(
      ExtractiveSummariser described,
      Signature.Tokens vocabulary,
      int outputs,
      Dropout dropout,
      Kernels kernels,
      RandomStream random) {
    this.dropout = dropout;
    Initializer initializer = described.initializer();
    RecurrentStack stack = described.recurrent();
    int width = stack.outputs();
    Embedding table =
        new Embedding("embedding", vocabulary, described.embedding(), kernels, initializer, random);
    input = SequenceInput.embedded(table, described.tokenDropout(), dropout);
    words = new Recurrent("words", stack, input.width(), kernels, initializer, random);
    pooling = described.pooling().build("pooling", width, kernels, initializer, random);
    sentences = new Recurrent("sentences", stack, width, kernels, initializer, random);
    readout = new Dense("readout", width, outputs, kernels, initializer, random);
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> all = new ArrayList<>(input.parameters());
    all.addAll(words.parameters());
    all.addAll(pooling.parameters());
    all.addAll(sentences.parameters());
    all.addAll(readout.parameters());
    return all;
  }

  /** Sentence t of document b is row t·B + b throughout, as steps of a document are. */
  @Override
  public Variable outputs(Tape tape, Batch batch) {
    Batch parts = ((Inputs.Nested) batch.inputs()).parts();
    Recurrent.Output read = words.apply(input.apply(tape, parts), parts.steps(), parts.lengths());
    Variable each = pooling.apply(read, parts.steps(), parts.lengths());
    Recurrent.Output document =
        sentences.apply(dropout.apply(each, batch.rows()), batch.steps(), batch.lengths());
    return readout.apply(dropout.apply(document.sequence(), batch.rows()));
  }

  @Override
  public void write(GraphWriter graph) {
    throw GraphWriter.refused("its steps are sequences themselves, the sentences of a document");
  }
}
