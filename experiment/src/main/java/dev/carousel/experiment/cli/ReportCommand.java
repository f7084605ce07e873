package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.page.HtmlReport;
import dev.carousel.experiment.page.RunFiles;
import dev.carousel.experiment.report.ComparisonTable;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsCsv;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.trial.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carousel report}: the readable forms of results that exist. */
@Command(
    name = "report",
    description = {
      "Rebuilds report.html and results.csv in folders of runs and prints the comparison;",
      "several runs stand side by side, and nothing is averaged across them."
    },
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders of runs.")
  private List<Path> folders;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also writes all of them as one page.")
  private Path html;

  @Option(names = "--verbose", description = "Prints the stack trace of an error.")
  private boolean verbose;

  ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, Results> runs = new LinkedHashMap<>();
    List<RunFiles> files = new ArrayList<>();
    HtmlReport report = new HtmlReport(session.names());
    Set<Path> seen = new HashSet<>();
    for (Path folder : folders) {
      RunFiles run = RunFiles.read(folder);
      if (!seen.add(folder.toRealPath())) {
        throw new InvalidDataException(
            "run '" + folder + "' is given twice; a report shows each run once");
      }
      files.add(run);
      runs.put(folder.toString(), ResultsJson.read(folder.resolve("results.json")));
    }
    for (RunFiles run : files) {
      RunFolder folder = RunFolder.at(Path.of(run.folder()));
      folder.write("results.csv", ResultsCsv.write(runs.get(run.folder())));
      folder.write("report.html", report.write(run));
    }
    session
        .out()
        .print(
            runs.size() == 1
                ? ComparisonTable.of(runs.values().iterator().next()).text()
                : ComparisonTable.of(runs).text());
    if (html != null) {
      Files.writeString(html, report.write(files));
    }
    return Carousel.DONE;
  }
}
