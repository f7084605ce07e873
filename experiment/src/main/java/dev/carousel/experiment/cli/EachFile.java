package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Says something of each of some files, a line a file; of several, each line begins with its file
 * and a tab. A file that is refused costs that file only.
 *
 * @param session where lines and refusals are printed
 * @param verbose whether refusals are printed with their stack traces
 */
record EachFile(Session session, boolean verbose) {
  private static final Pattern LINE_END = Pattern.compile("\\R");

  /**
   * Prints the lines in the order of the files, each as soon as it is there.
   *
   * @param files the files, at least one
   * @param answer says something of a file, or throws an {@link InvalidDataException} whose message
   *     begins with its path
   * @return {@link Carousel#DONE}, or {@link Carousel#WRONG} if a file was refused
   * @throws IOException if nobody reads the lines
   */
  int print(List<Path> files, Function<Path, String> answer) throws IOException {
    int status = Carousel.DONE;
    for (Path file : files) {
      try {
        if (!Files.exists(file)) {
          throw new InvalidDataException(file + ": no such file");
        }
        // An answer is one line, whatever the model has written.
        String line = LINE_END.matcher(answer.apply(file)).replaceAll(" ");
        Reply.print(session.out(), (files.size() == 1 ? "" : file + "\t") + line + "\n");
      } catch (InvalidDataException e) {
        session.err().println(e.getMessage());
        if (verbose) {
          e.printStackTrace(session.err());
        }
        status = Carousel.WRONG;
      }
    }
    return status;
  }
}
