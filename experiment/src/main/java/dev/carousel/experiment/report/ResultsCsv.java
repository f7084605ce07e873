package dev.carousel.experiment.report;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.carousel.train.Split;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The form of results.csv: a row a trial. A field is empty where there is no finite number. */
public final class ResultsCsv {
  private ResultsCsv() {}

  /**
   * Writes results.
   *
   * @param results the results
   * @return a header and a row a trial
   */
  public static String write(Results results) {
    StringWriter text = new StringWriter();
    // Without a buffer of its own there is nothing to flush or close.
    CsvWriter csv = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
    List<String> header =
        new ArrayList<>(
            List.of("variant", "cell", "parameters", "seed", "status", "epochs", "seconds"));
    Map<Split, Set<String>> metrics = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      metrics.put(split, results.metrics(split));
      String prefix = split.name().toLowerCase(Locale.ROOT) + "_";
      metrics.get(split).forEach(metric -> header.add(prefix + metric));
    }
    header.add("reason");
    csv.writeRecord(header);
    for (VariantResults variant : results.variants()) {
      for (TrialResult trial : variant.trials()) {
        csv.writeRecord(row(metrics, variant, trial));
      }
    }
    return text.toString();
  }

  private static List<String> row(
      Map<Split, Set<String>> metrics, VariantResults variant, TrialResult trial) {
    List<String> row = new ArrayList<>();
    row.add(variant.name());
    row.add(variant.cell());
    row.add(Long.toString(variant.size().parameters()));
    row.add(Long.toString(trial.seed()));
    row.add(trial.status());
    row.add(Integer.toString(trial.epochs()));
    row.add(number(trial.seconds()));
    metrics.forEach(
        (split, names) ->
            names.forEach(name -> row.add(number(trial.on(split).getOrDefault(name, Double.NaN)))));
    row.add(trial.reason().orElse(""));
    return row;
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
