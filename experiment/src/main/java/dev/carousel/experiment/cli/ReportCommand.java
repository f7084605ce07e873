package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.report.ComparisonTable;
import dev.carousel.experiment.report.HtmlReport;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsCsv;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.trial.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carousel report}: the readable forms of results that exist. */
@Command(
    name = "report",
    description = {
      "Rebuilds report.html and results.csv in folders of runs and prints the comparison;",
      "several runs are merged into one table."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders of runs.")
  private List<Path> folders;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also writes the merged table as a page.")
  private Path html;

  @Option(names = "--verbose", description = "Prints the stack trace of an error.")
  private boolean verbose;

  ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Results> runs = new LinkedHashMap<>();
    for (Path folder : folders) {
      if (!Files.isRegularFile(folder.resolve("results.json"))) {
        throw new InvalidDataException(
            "'" + folder + "' is not the folder of a run: it has no results.json");
      }
      runs.put(folder.toString(), ResultsJson.read(folder.resolve("results.json")));
    }
    runs.forEach(
        (path, results) -> {
          RunFolder folder = RunFolder.at(Path.of(path));
          folder.write("results.csv", ResultsCsv.write(results));
          folder.write("report.html", HtmlReport.write(results));
        });
    session
        .out()
        .print(
            runs.size() == 1
                ? ComparisonTable.of(runs.values().iterator().next()).text()
                : ComparisonTable.of(runs).text());
    if (html != null) {
      Files.writeString(html, HtmlReport.write(runs));
    }
    return Carousel.DONE;
  }
}
