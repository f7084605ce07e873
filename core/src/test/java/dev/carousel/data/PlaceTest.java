package dev.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlaceTest {
  @Test
  void messagesBeginWithTheLineOrTheWholeFile() {
    assertThat(new Place("train.txt", 3).refusal("it is blank"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("train.txt, line 3: it is blank");
    assertThat(Place.whole("a.wav").refusal("it is empty")).hasMessage("a.wav: it is empty");
  }
}
