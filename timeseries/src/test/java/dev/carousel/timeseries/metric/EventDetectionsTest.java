package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventDetectionsTest {
  private static boolean[] marks(String text) {
    boolean[] marks = new boolean[text.length()];
    for (int t = 0; t < marks.length; t++) {
      marks[t] = text.charAt(t) == 'x';
    }
    return marks;
  }

  private static EventDetections of(String flagged, String anomalous) {
    return EventDetections.of(marks(flagged), marks(anomalous));
  }

  @Test
  void anEventIsFoundByAnyOfItsSteps() {
    assertThat(of("...x...", "..xxx..")).isEqualTo(new EventDetections(1, 0, 0));
    assertThat(of("xxx....", "..xxx..")).isEqualTo(new EventDetections(1, 0, 0));
    assertThat(of("xx...xx", "..xxx..")).isEqualTo(new EventDetections(0, 1, 2));
    assertThat(of("..x.x..", "..xxx..")).isEqualTo(new EventDetections(1, 0, 0));
  }

  @Test
  void oneAlarmCanFindSeveralEvents() {
    assertThat(of("xxxxxxx", "x..xx.x")).isEqualTo(new EventDetections(3, 0, 0));
  }

  @Test
  void figuresByHand() {
    EventDetections events = of("xx..x...x.", ".xxx..xx.x");
    assertThat(events).isEqualTo(new EventDetections(1, 2, 2));
    assertThat(events.precision()).isEqualTo(1 / 3.0);
    assertThat(events.recall()).isEqualTo(1 / 3.0);
    assertThat(events.f1()).isEqualTo(2 / 6.0);
  }

  @Test
  void seriesDoNotJoin() {
    EventDetections both = of("..x", ".xx").plus(of("x..", "x.."));
    assertThat(both).isEqualTo(new EventDetections(2, 0, 0));
  }

  @Test
  void nothingFlaggedAndNothingToFind() {
    assertThat(of("...", ".x.").precision()).isZero();
    assertThat(of("...", ".x.").f1()).isZero();
    assertThat(of("...", "...").recall()).isNaN();
    assertThat(of("...", "...").f1()).isNaN();
    assertThatThrownBy(() -> of("..", "...")).hasMessage("2 flags for 3 marks of anomalies");
  }
}
