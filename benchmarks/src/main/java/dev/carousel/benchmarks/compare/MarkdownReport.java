package dev.carousel.benchmarks.compare;

import dev.carousel.benchmarks.measure.Quartiles;
import dev.carousel.benchmarks.worker.Failure;
import dev.carousel.benchmarks.worker.Measured;
import dev.carousel.benchmarks.worker.PeakMemory;
import dev.carousel.benchmarks.worker.Section;
import dev.carousel.benchmarks.worker.Timing;
import java.util.List;
import java.util.Locale;

/** A comparison as Markdown: the targets first, then every workload. */
final class MarkdownReport {
  private final StringBuilder text = new StringBuilder();

  private MarkdownReport() {}

  static String of(Comparison comparison) {
    MarkdownReport report = new MarkdownReport();
    report.head(comparison);
    report.targets(comparison.figures());
    report.workloads(comparison.measured());
    report.memory(comparison.memory());
    report.failures(comparison.failures());
    return report.text.toString();
  }

  private void head(Comparison comparison) {
    Machine machine = comparison.machine();
    line("# Carousel beside other systems");
    line("");
    line("`benchmarks/compare %s`", comparison.command());
    line("");
    line(
        "%s, %d processors, %s; %s; %s; load average at the beginning %.2f.",
        machine.processor(),
        machine.processors(),
        machine.vectors(),
        machine.system(),
        machine.java(),
        machine.load());
    line("Ratios are Carousel's rate over the other system's, of median times in one run.");
  }

  private void targets(List<Figure> figures) {
    if (figures.isEmpty()) {
      return;
    }
    line("");
    line("## Targets");
    line("");
    line("| | threads | geometric mean | lowest | workloads | target | reached |");
    line("| --- | --- | --- | --- | --- | --- | --- |");
    for (Figure figure : figures) {
      line(
          "| %s | %s | %s | %s (%s) | %d | %s | %s |",
          figure.subject(),
          figure.threads() == 0 ? "" : figure.threads(),
          Numbers.ratio(figure.value()),
          Numbers.ratio(figure.lowest()),
          figure.lowestOf(),
          figure.workloads(),
          figure.goal(),
          figure.reached() ? "yes" : "**no**");
    }
  }

  private void workloads(List<Measured> measured) {
    if (measured.isEmpty()) {
      return;
    }
    line("");
    line("## Workloads");
    line("");
    line("Times of a step in milliseconds: median, and first to third quartile in brackets.");
    line("");
    line(
        "| | cell | B,T,I,H | threads | Carousel | rate | peer | time | rate | ratio | differ by |");
    line("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
    for (Section section : Section.values()) {
      for (Measured m : measured) {
        if (m.section() == section) {
          pairs(m);
        }
      }
    }
  }

  private void pairs(Measured m) {
    Timing own = m.timings().get(0);
    for (Timing peer : m.timings().subList(1, m.timings().size())) {
      line(
          "| %s | %s | %s | %d | %s | %s | %s | %s | %s | %s | %.0e |",
          m.section().label(),
          m.cell(),
          m.shape(),
          m.threads(),
          time(own.seconds()),
          rate(m, own),
          peer.engine(),
          time(peer.seconds()),
          rate(m, peer),
          Numbers.ratio(peer.seconds().median() / own.seconds().median()),
          m.difference());
    }
  }

  private static String time(Quartiles seconds) {
    return "%s (%s to %s)"
        .formatted(
            Numbers.three(seconds.median() * 1e3),
            Numbers.three(seconds.lower() * 1e3),
            Numbers.three(seconds.upper() * 1e3));
  }

  private static String rate(Measured m, Timing timing) {
    double rate = m.work() / timing.seconds().median();
    return m.unit().equals("flop")
        ? Numbers.three(rate / 1e9) + " GFLOP/s"
        : Numbers.three(rate) + " " + m.unit() + "s/s";
  }

  private void memory(List<PeakMemory> memory) {
    if (memory.isEmpty()) {
      return;
    }
    line("");
    line("## Memory of a process that trains, in MiB");
    line("");
    line(
        "| cell | B,T,I,H | system | peak of the warm-up | before the model | peak since | beyond |");
    line("| --- | --- | --- | --- | --- | --- | --- |");
    for (PeakMemory m : memory) {
      line(
          "| %s | %s | %s | %d | %d | %d | %d |",
          m.cell(),
          m.shape(),
          m.engine(),
          m.warmUpPeak() / 1024,
          m.base() / 1024,
          m.peak() / 1024,
          m.beyondBase() / 1024);
    }
  }

  private void failures(List<Failure> failures) {
    if (failures.isEmpty()) {
      return;
    }
    line("");
    line("## Not timed");
    line("");
    for (Failure f : failures) {
      line(
          "- %s %s %s, threads: %d, %s: %s",
          f.section().label(), f.cell(), f.shape(), f.threads(), f.engine(), f.message());
    }
  }

  private void line(String format, Object... values) {
    text.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
        .append('\n');
  }
}
