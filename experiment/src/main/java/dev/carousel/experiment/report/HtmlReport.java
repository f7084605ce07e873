package dev.carousel.experiment.report;

import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The form of report.html: one page that needs nothing else. */
public final class HtmlReport {
  private static final String STYLE =
      """
      body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff;
        margin: 2rem auto; max-width: 70rem; padding: 0 1rem }
      h1, h2 { font-weight: 600; line-height: 1.2 }
      div { overflow-x: auto }
      table { border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 1rem 0 2rem }
      th, td { padding: .3rem .8rem; text-align: right; border-bottom: 1px solid #ddd;
        white-space: nowrap }
      th:first-child, td:first-child { text-align: left }
      thead th { border-bottom: 2px solid #888 }
      """;

  private HtmlReport() {}

  /**
   * The report of one run.
   *
   * @param results the results
   * @return a whole page
   */
  public static String write(Results results) {
    StringBuilder body = new StringBuilder();
    body.append("<h1>").append(escaped(results.name())).append("</h1>\n");
    body.append(
        "<p>Mean ± standard deviation over the seeds; n is the number of trials done.</p>\n");
    body.append(table(ComparisonTable.of(results)));
    body.append("<h2>Trials</h2>\n").append(table(trials(results)));
    return page(results.name(), body.toString());
  }

  /**
   * One table of several runs.
   *
   * @param runs what to call a run, to its results
   * @return a whole page
   */
  public static String write(Map<String, Results> runs) {
    String title = "Comparison of " + runs.size() + " runs";
    return page(title, "<h1>" + title + "</h1>\n" + table(ComparisonTable.of(runs)));
  }

  private static Table trials(Results results) {
    Set<String> metrics = results.metrics(Split.TEST);
    List<String> header =
        new ArrayList<>(List.of("trial", "status", "epochs", "best epoch", "seconds"));
    metrics.forEach(metric -> header.add("test " + metric));
    header.add("reason");
    List<List<String>> rows = new ArrayList<>();
    for (VariantResults variant : results.variants()) {
      for (TrialResult trial : variant.trials()) {
        List<String> row = new ArrayList<>();
        row.add(variant.name() + ", seed " + trial.seed());
        row.add(trial.status());
        row.add(Integer.toString(trial.epochs()));
        row.add(Integer.toString(trial.bestEpoch()));
        row.add(Figures.seconds(trial.seconds()));
        Map<String, Double> test = trial.on(Split.TEST);
        metrics.forEach(metric -> row.add(Figures.of(test.getOrDefault(metric, Double.NaN))));
        row.add(trial.reason().orElse(""));
        rows.add(row);
      }
    }
    return new Table(header, rows, 1);
  }

  private static String table(Table table) {
    StringBuilder html = new StringBuilder("<div><table>\n<thead><tr>");
    table.header().forEach(cell -> html.append("<th>").append(escaped(cell)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : table.rows()) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(escaped(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table></div>\n").toString();
  }

  private static String page(String title, String body) {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>%s</title>
        <style>
        %s</style>
        </head>
        <body>
        %s</body>
        </html>
        """
        .formatted(escaped(title), STYLE, body);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
