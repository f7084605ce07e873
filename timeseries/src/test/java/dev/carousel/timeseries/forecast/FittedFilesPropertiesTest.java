package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.forecast.FittedForecast.FittedSeries;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.Transform;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.train.Assets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
    Arbitrary<FittedSeries> series =
        Combinators.combine(name, Arbitraries.longs().injectNull(0.5), scaler.list().ofSize(3))
            .as(
                (called, start, scalers) ->
                    new FittedSeries(
                        called,
                        start == null ? OptionalLong.empty() : OptionalLong.of(start),
                        scalers));
    return Combinators.combine(
            Arbitraries.maps(name, scaler).ofMaxSize(3),
            series.list().ofMinSize(1).ofMaxSize(4).uniqueElements(FittedSeries::name))
        .as(
            (statics, all) ->
                new FittedForecast(
                    List.of(
                        new Heading("y, z", Role.TARGET),
                        new Heading("past", Role.PAST),
                        new Heading("known", Role.KNOWN)),
                    statics,
                    all));
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
    Assets good =
        FittedFiles.write(
            new FittedForecast(
                List.of(new Heading("y", Role.TARGET)),
                Map.of(),
                List.of(new FittedSeries("s", OptionalLong.empty(), List.of(scaler)))));
    String scales = good.file("scales.csv");
    refuses(
        good,
        scales.replace("series,", "row,"),
        "scales.csv does not begin with series,column,role,transform,lambda,logUnit,offset,factor");
    refuses(good, scales.replace("s,y,", "t,y,"), "scales.csv has not every column of series 's'");
    refuses(good, scales.replace("identity", "cube"), "no transform 'cube'");
    refuses(good, scales.replace("1.0", "one"), "For input string: \"one\"");
  }

  private static void refuses(Assets good, String scales, String message) {
    Assets bad = new Assets(Map.of("series.csv", good.file("series.csv"), "scales.csv", scales));
    assertThatThrownBy(() -> FittedFiles.read(bad))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("what was fitted cannot be read: " + message);
  }
}
