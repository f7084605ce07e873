package dev.carousel.experiment.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.DataFolders;
import dev.carousel.experiment.description.ExperimentReader;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.json.JsonBinding;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.toy.ToyModule;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.TrialName;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.train.Epoch;
import dev.carousel.train.Split;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownProgressTest {
  private static final String EXPERIMENT =
      """
      {
        "task": {"type": "toy", "split": {"test": 4}},
        "model": {"type": "sequence-model", "recurrent": {"cell": {"type": "lstm"}}},
        "training": {"epochs": 40},
        "compare": {
          "seeds": 3,
          "variants": [
            {"name": "lstm"},
            {"name": "gru", "set": {"model.recurrent.cell.type": "gru"}},
            {"name": "noisy", "set": {"task.noise": 0.75}}
          ]
        }
      }
      """;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private Instant now = Instant.ofEpochSecond(1000);
  private Plan plan;
  private Screen screen = new Screen(80, 24);
  private Display display = new Display(80);

  @BeforeEach
  void makePlan() {
    var filled = new ExperimentReader(ToyModule.NAMES).fill(Json.parse(EXPERIMENT, "toy"), "toy");
    plan =
        Plan.of(
            filled,
            new JsonBinding(ToyModule.NAMES),
            new DataFolders(List.of()),
            new EjmlKernels());
  }

  private InstantSource clock() {
    return () -> now;
  }

  private ShownProgress.View view() {
    return ShownProgress.view(stream, plan, clock(), () -> screen);
  }

  private String shown() {
    display.show(bytes.toString(StandardCharsets.UTF_8));
    bytes.reset();
    return display.text();
  }

  private void pass(double seconds) {
    now = now.plusMillis(Math.round(seconds * 1000));
  }

  private static Epoch epoch(int number, double value, boolean best) {
    return new Epoch(number, 0.1, value, Map.of("mse", value, "odd <name>", 1.0), 32, best, 2);
  }

  private static TrialResult done(long seed, int epochs) {
    return new TrialResult(
        seed, Optional.empty(), Map.of(Split.TEST, Map.of("mse", 0.5)), epochs, 1, 12.25);
  }

  private static TrialResult failed(long seed) {
    return new TrialResult(seed, Optional.of("out of luck"), Map.of(), 3, 0, 1);
  }

  private PlannedVariant variant(String name) {
    return plan.variants().stream()
        .filter(variant -> variant.setup().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showsSweepTrialsAndBest() {
    ShownProgress.View view = view();
    view.drawIfDue();
    assertThat(shown()).isEqualTo("all trials [------------------------] 0 of 9\n");
    pass(2);
    view.epochEnded(TrialName.reported("lstm", 0), epoch(1, 0.5, true));
    pass(2);
    view.epochEnded(TrialName.reported("gru", 0), epoch(1, 0.25, true));
    pass(2);
    view.epochEnded(TrialName.reported("lstm", 0), epoch(2, 0.75, false));

    // 7 trials of 40 epochs wait, and 38 + 39 epochs run: 357 epochs of 2 s, two at a time.
    assertThat(shown())
        .isEqualTo(
            """
            all trials  [------------------------] 0 of 9, about 5 min 57 s left
            lstm seed 0 [#-----------------------]  2 of 40  valid mse 0.75000, best 0.50000 at 1
            gru seed 0  [------------------------]  1 of 40  valid mse 0.25000, best 0.25000 at 1
            best so far: valid mse 0.25000, gru seed 0, epoch 1
            """
                .replaceAll("(?m)^(.{79}).*$", "$1"));
    pass(1);
    view.trialEnded(TrialName.reported("gru", 0), done(0, 20));

    // 7 trials of 20 epochs, as the one that ended, and 18 more: 158 epochs, one at a time.
    assertThat(shown())
        .isEqualTo(
            """
            all trials  [##----------------------] 1 of 9, about 5 min 16 s left
            lstm seed 0 [#-----------------------]  2 of 40  valid mse 0.75000, best 0.50000 at 1
            best so far: valid mse 0.25000, gru seed 0, epoch 1
            """
                .replaceAll("(?m)^(.{79}).*$", "$1"));
    assertThat(display.cursorRow()).isEqualTo(3);
    pass(60);
    view.close();
    view.close();
    view.epochEnded(TrialName.reported("lstm", 0), epoch(3, 0.75, false));
    assertThat(shown()).isEqualTo("1 of 9 trials, in 1 min 7 s\n");
    assertThat(display.cursorRow()).isEqualTo(1);
  }

  @Test
  void figuresOfDifferentTasksAreNotSetAgainstEachOther() {
    ShownProgress.View view = view();
    view.epochEnded(TrialName.reported("lstm", 0), epoch(1, 0.5, true));
    pass(1);
    view.epochEnded(TrialName.reported("noisy", 0), epoch(1, 0.25, true));
    assertThat(shown())
        .endsWith(
            """
            best so far: valid mse 0.50000, lstm seed 0, epoch 1
            best so far: valid mse 0.25000, noisy seed 0, epoch 1
            """);
  }

  @Test
  void drawsFiveTimesASecondAtMost() {
    ShownProgress.View view = view();
    view.epochEnded(TrialName.reported("lstm", 0), epoch(1, 0.5, true));
    shown();
    pass(0.199);
    view.epochEnded(TrialName.reported("lstm", 0), epoch(2, 0.25, true));
    assertThat(bytes.size()).isZero();
    pass(0.001);
    view.epochEnded(TrialName.reported("lstm", 0), epoch(3, 0.125, true));
    assertThat(shown()).contains(" 3 of 40 ");
  }

  @Test
  void aFailureStaysAboveTheView() {
    ShownProgress.View view = view();
    view.epochEnded(TrialName.reported("lstm", 0), epoch(1, 0.5, true));
    view.trialEnded(TrialName.reported("gru", 0), failed(0));
    pass(1);
    view.epochEnded(TrialName.reported("lstm", 0), epoch(2, 0.5, false));

    assertThat(shown())
        .startsWith("[1/9] gru seed 0: failed: out of luck\nall trials  [##---")
        .contains("] 1 of 9, 1 failed, about ");
    view.close();
    assertThat(shown())
        .isEqualTo("[1/9] gru seed 0: failed: out of luck\n1 of 9 trials, 1 failed, in 1 s\n");
  }

  @Test
  void whatIsLoggedStaysAboveTheView() {
    Logger logger = Logger.getLogger("dev.carousel.test");
    ShownProgress.View view = view();
    List<String> before = new ArrayList<>();
    SpokenLog outer = SpokenLog.to(before::add);
    logger.log(Level.INFO, "left out {0} lines", 2);
    SpokenLog log = SpokenLog.to(view::say);
    view.epochEnded(TrialName.reported("lstm", 0), epoch(1, 0.5, true));
    logger.log(Level.INFO, "slower than {0}", "steps");
    pass(1);
    view.drawIfDue();
    log.close();
    outer.close();
    assertThat(before).containsExactly("left out 2 lines");
    assertThat(shown()).startsWith("slower than steps\nall trials  [---").hasLineCount(4);
    view.close();
    assertThat(Logger.getLogger("dev.carousel").getUseParentHandlers()).isTrue();
  }

  @Test
  void aNarrowScreenGetsCutLines() {
    screen = new Screen(30, 24);
    display = new Display(29);
    ShownProgress.View view = view();
    view.epochEnded(TrialName.reported("lstm", 0), epoch(1, 0.5, true));
    assertThat(shown())
        .isEqualTo(
            """
            all trials  [--------] 0 of 9
            lstm seed 0 [--------]  1 of
            best so far: valid mse 0.5000
            """);
  }

  @Test
  void aLowScreenGetsFewerTrials() {
    screen = new Screen(80, 6);
    ShownProgress.View view = view();
    for (int seed = 0; seed < 7; seed++) {
      view.epochEnded(TrialName.reported("lstm", seed), epoch(1, 0.5, true));
      pass(1);
    }
    assertThat(shown().lines().map(line -> line.substring(0, 11)))
        .containsExactly("all trials ", "lstm seed 0", "lstm seed 1", "and 5 more ", "best so far");
    pass(5);
    screen = new Screen(80, 2);
    view.drawIfDue();
    assertThat(shown()).hasLineCount(1).startsWith("all trials ");
  }

  @Test
  void searchesCount() {
    ShownProgress.View view = view();
    TrialName trial = TrialName.searched("gru", 100, 12);
    view.trialStarted(trial, variant("gru"), 0, 8);
    pass(1);
    view.epochEnded(trial, epoch(1, 0.5, true));
    assertThat(shown())
        .contains("all trials    [", "0 of 9", "gru search 12 [###---------------------] 1 of 8 ")
        .endsWith("best so far: valid mse 0.50000, gru search 12, epoch 1\n");
    pass(1);
    view.trialPaused(trial);
    assertThat(shown()).doesNotContain("gru search 12 [");
    pass(1);
    view.trialStarted(trial, variant("gru"), 8, 16);
    view.epochEnded(trial, epoch(9, 0.75, false));
    pass(1);
    view.drawIfDue();
    assertThat(shown())
        .contains("gru search 12 [#############-----------]  9 of 16  valid mse 0.75");
    pass(1);
    view.trialEnded(trial, done(100, 16));
    assertThat(shown()).startsWith("all trials [##----------------------] 1 of 9, about ");
  }

  @Test
  void whatWasBestBeforeAStopIsNotKnown() {
    ShownProgress.View view = view();
    view.known(4);
    view.trialStarted(TrialName.reported("gru", 1), variant("gru"), 30, 40);
    pass(1);
    view.epochEnded(TrialName.reported("gru", 1), epoch(31, 0.5, false));
    assertThat(shown())
        .contains(" 4 of 9, ", "31 of 40  valid mse 0.50000\n")
        .endsWith("best since it was continued: valid mse 0.50000, gru seed 1, epoch 31\n");
  }

  @Test
  void plainLinesTellOfTrialsThatEnd() {
    ShownProgress lines = ShownProgress.lines(stream, plan, clock());
    lines.known(2);
    lines.epochEnded(TrialName.reported("gru", 1), epoch(1, 0.5, true));
    lines.trialEnded(TrialName.reported("gru", 1), done(1, 20));
    lines.trialEnded(TrialName.reported("lstm", 1), failed(1));
    lines.trialEnded(TrialName.searched("lstm", 2, 3), searched(Map.of("mse", 0.5)));
    lines.close();

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            [3/9] gru seed 1: test mse 0.50000 (20 epochs, 12.3 s)
            [4/9] lstm seed 1: failed: out of luck
            [5/9] lstm search 3: valid mse 0.50000 (9 epochs, 4.0 s)
            """);
  }

  private static TrialResult searched(Map<String, Double> valid) {
    return new TrialResult(2, Optional.empty(), Map.of(Split.VALID, valid), 9, 9, 4);
  }

  @Test
  void plainLinesTellOfLongTrialsNowAndThen() {
    ShownProgress lines = ShownProgress.lines(stream, plan, clock());
    for (int number = 1; number <= 17; number++) {
      pass(2);
      lines.epochEnded(TrialName.reported("gru", 0), epoch(number, 1.0 / number, true));
    }
    pass(40);
    lines.epochEnded(TrialName.reported("gru", 0), epoch(18, 1, false));
    pass(2);
    lines.epochEnded(TrialName.reported("gru", 0), epoch(19, 1, false));

    // 345 epochs of 2 s are left after 15, and 342 after 18, one at a time.
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            """
            gru seed 0: epoch 15 of 40, valid mse 0.066667, best 0.066667 at 15; about 11 min left
            gru seed 0: epoch 18 of 40, valid mse 1.0000, best 0.058824 at 17; about 11 min left
            """);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "59, 59 s",
    "60, 1 min",
    "599, 9 min 59 s",
    "600, 10 min",
    "3599, 59 min",
    "3600, 1 h",
    "7500, 2 h 5 min",
    "86400, 1 d",
    "180000, 2 d 2 h"
  })
  void timesAreShort(long seconds, String text) {
    assertThat(LiveView.text(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '50 132\n'   | 132 | 50
          '0 0\n'      | 80  | 24
          'stty: what' | 80  | 24
          """)
  void sizeIsRead(String answer, int columns, int rows) {
    assertThat(Screen.parsed(answer)).isEqualTo(new Screen(columns, rows));
  }

  @Test
  void someWantPlainText() {
    assertThat(Screen.isPlain(Map.of("TERM", "xterm"))).isFalse();
    assertThat(Screen.isPlain(Map.of("TERM", "xterm", "NO_COLOR", ""))).isFalse();
    assertThat(Screen.isPlain(Map.of("TERM", "xterm", "NO_COLOR", "1"))).isTrue();
    assertThat(Screen.isPlain(Map.of("TERM", "dumb"))).isTrue();
    assertThat(Screen.isPlain(Map.of())).isTrue();
  }
}
