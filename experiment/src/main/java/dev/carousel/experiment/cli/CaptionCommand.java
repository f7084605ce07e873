package dev.carousel.experiment.cli;

import dev.carousel.serve.Captioner;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code carousel caption}: a trained model tells what clips show. */
@Command(
    name = "caption",
    description = {
      "Tells with a trained model what clips show, GIF files or folders of PNG images, a line a clip.",
      "Needs the run alone, not its data."
    },
    mixinStandardHelpOptions = true)
final class CaptionCommand implements Callable<Integer> {
  private final Session session;

  @Mixin private ModelOptions model;

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "CLIP",
      description = "The clips; of several, each line begins with its clip and a tab.")
  private List<Path> clips;

  CaptionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Captioner captioner = model.load(session, Captioner.class, "tell what clips show");
    return new EachFile(session, model.verbose()).print(clips, captioner::caption);
  }
}
