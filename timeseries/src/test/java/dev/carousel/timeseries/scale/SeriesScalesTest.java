package dev.carousel.timeseries.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesScalesTest {
  private static final Scaler PLAIN = new Scaler(new Transform.Identity(), 0.1, 1 / 3.0);
  private static final Scaler LOG = new Scaler(new Transform.Logarithm(), -1e-300, 5);
  private static final Scaler POWER = new Scaler(new Transform.Power(0.3, -2.5), 7, 1e300);
  private static final List<Heading> COLUMNS =
      List.of(new Heading("a, \"b\"", Role.TARGET), new Heading("c", Role.KNOWN));

  private static SeriesScales scales(Scaler... second) {
    Map<String, List<Scaler>> series = new LinkedHashMap<>();
    series.put("one", List.of(PLAIN, LOG));
    if (second.length > 0) {
      series.put("two\nlines", List.of(second));
    }
    return new SeriesScales(COLUMNS, series);
  }

  @Test
  void textKeepsEveryBit() {
    SeriesScales scales = scales(POWER, LOG);

    assertThat(SeriesScales.read(scales.text())).isEqualTo(scales);
    assertThat(scales.text())
        .startsWith(
            "series,column,role,transform,lambda,logUnit,offset,factor\n"
                + "one,\"a, \"\"b\"\"\",target,identity,,,0.1,0.3333333333333333\n"
                + "one,c,known,logarithm,,,-1.0E-300,5.0\n");
    assertThat(scales.count(Role.TARGET)).isOne();
    assertThat(scales.count(Role.PAST)).isZero();
  }

  @Test
  void aSeriesHasItsOwnScaleOrThatOfAll() {
    assertThat(scales(POWER, LOG).of("two\nlines")).containsExactly(POWER, LOG);
    assertThat(scales().of("")).containsExactly(PLAIN, LOG);
    assertThat(scales(PLAIN, LOG).of("three")).containsExactly(PLAIN, LOG);
    assertThatThrownBy(() -> scales(POWER, LOG).of("on"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the model was not trained on a series 'on', and each of its series has a scale of its"
                + " own; did you mean 'one'? known: one, two\nlines");
  }

  @Test
  void otherTextIsRefused() {
    String header = "series,column,role,transform,lambda,logUnit,offset,factor\n";
    assertRefused("", "table of scales does not begin with " + header.strip());
    assertRefused("a\nb\n", "table of scales does not begin with " + header.strip());
    assertRefused(header, "the scales cannot be read: there are none");
    assertRefused(
        header + "s,c,target,square,,,1,2\n", "the scales cannot be read: no transform 'square'");
    assertRefused(
        header + "s,c,target,identity,,,1\n",
        "table of scales: not well-formed CSV: Record 2 has 7 fields, but first record had 8 fields");
    assertRefused(
        header + "s,c,target,identity,,,1,2\ns,d,past,identity,,,1,2\nt,c,target,identity,,,1,2\n",
        "the scales cannot be read: a series lacks columns");
    assertRefused(
        header + "s,c,mark,identity,,,1,2\n",
        "the scales cannot be read: No enum constant dev.carousel.timeseries.series.Role.MARK");
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> SeriesScales.read(text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}
