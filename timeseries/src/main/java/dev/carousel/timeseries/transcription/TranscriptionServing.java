package dev.carousel.timeseries.transcription;

import dev.carousel.serve.Serving;
import dev.carousel.serve.Transcriber;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * Writes down what is said in recordings that are asked about.
 *
 * @param task how sound is heard and labels are found
 * @param transcripts what labels stand for
 */
record TranscriptionServing(Transcription task, Transcripts transcripts) implements Serving {
  @Override
  public Signature signature() {
    return task.signature(transcripts);
  }

  @Override
  public Transcriber service(Model model, Kernels kernels) {
    return new ModelTranscriber(task, transcripts, EpochTrainer.predictor(model, kernels));
  }
}
