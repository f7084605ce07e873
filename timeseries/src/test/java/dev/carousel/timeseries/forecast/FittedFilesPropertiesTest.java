package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.timeseries.scale.Transform;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.train.Assets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FittedFilesPropertiesTest {
  @Property(tries = 300, seed = "1")
  void whatWasFittedIsReadBackToTheBit(@ForAll("fitted") FittedForecast fitted) {
    assertThat(FittedFiles.read(FittedFiles.write(fitted))).isEqualTo(fitted);
  }

  @Provide
  Arbitrary<FittedForecast> fitted() {
    Arbitrary<Scaler> scaler =
        Combinators.combine(transforms(), numbers(), numbers().filter(factor -> factor != 0))
            .as(Scaler::new);
    // Names as cells have them: with commas, quotes and line breaks, but no blank at either end.
    Arbitrary<String> name =
        Arbitraries.strings().withChars("aé,\"\n\t;=").ofMaxLength(5).map(text -> "x" + text + "x");
    Arbitrary<SeriesScales> scales =
        Arbitraries.maps(name, scaler.list().ofSize(3))
            .ofMinSize(1)
            .ofMaxSize(4)
            .map(
                series ->
                    new SeriesScales(
                        List.of(
                            new Heading("y, z", Role.TARGET),
                            new Heading("past", Role.PAST),
                            new Heading("known", Role.KNOWN)),
                        series));
    return Combinators.combine(
            scales,
            Arbitraries.maps(name, scaler).ofMaxSize(3),
            Arbitraries.maps(name, Arbitraries.longs()).ofMaxSize(3))
        .as(FittedForecast::new);
  }

  private static Arbitrary<Transform> transforms() {
    return Arbitraries.oneOf(
        Arbitraries.just(new Transform.Identity()),
        Arbitraries.just(new Transform.Logarithm()),
        Combinators.combine(numbers(), numbers()).as(Transform.Power::new));
  }

  private static Arbitrary<Double> numbers() {
    return Arbitraries.doubles();
  }

  @Example
  void otherFilesAreRefused() {
    Scaler scaler = new Scaler(new Transform.Identity(), 0, 1);
    SeriesScales scales =
        new SeriesScales(List.of(new Heading("y", Role.TARGET)), Map.of("s", List.of(scaler)));
    Assets good =
        FittedFiles.write(new FittedForecast(scales, Map.of("x", scaler), Map.of("s", 5L)));
    refuses(
        good,
        "starts.csv",
        "series,startMillis\ns,soon\n",
        "what was fitted cannot be read: For input string: \"soon\"");
    refuses(good, "starts.csv", "s,5\n", "starts.csv does not begin with series,startMillis");
    refuses(
        good,
        "statics.csv",
        good.file("statics.csv").replace("identity", "cube"),
        "what was fitted cannot be read: no transform 'cube'");
    refuses(
        good,
        "scales.csv",
        "",
        "table of scales does not begin with"
            + " series,column,role,transform,lambda,logUnit,offset,factor");
  }

  private static void refuses(Assets good, String file, String text, String message) {
    Map<String, String> files = new HashMap<>(good.files());
    files.put(file, text);
    assertThatThrownBy(() -> FittedFiles.read(new Assets(files)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}
