package dev.carousel.experiment.cli;

import dev.carousel.serve.Transcriber;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code carousel transcribe}: a trained model writes down what is said in recordings. */
@Command(
    name = "transcribe",
    description = {
      "Writes down with a trained model what is said in WAV files of any rate, a line a file.",
      "Needs the run alone, not its data."
    },
    mixinStandardHelpOptions = true)
final class TranscribeCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ModelOptions model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "FILE",
      description = "The recordings; of several, each line begins with its file and a tab.")
  private List<Path> files;

  TranscribeCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Transcriber transcriber = model.load(session, Transcriber.class, "transcribe");
    return new EachFile(session, model.verbose()).print(files, transcriber::transcribe);
  }
}
