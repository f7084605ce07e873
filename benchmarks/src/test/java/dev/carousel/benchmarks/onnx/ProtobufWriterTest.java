package dev.carousel.benchmarks.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** The examples of the encoding's own documentation, and what else is used of it. */
final class ProtobufWriterTest {
  private static String hex(ProtobufWriter writer) {
    return HexFormat.of().formatHex(writer.toByteArray());
  }

  @Test
  void writesIntegersSevenBitsAByte() {
    assertThat(hex(new ProtobufWriter().integer(1, 150))).isEqualTo("089601");
    assertThat(hex(new ProtobufWriter().integer(1, 0))).isEqualTo("0800");
    assertThat(hex(new ProtobufWriter().integer(20, 2))).isEqualTo("a00102");
    assertThat(hex(new ProtobufWriter().integer(1, -1))).isEqualTo("08ffffffffffffffffff01");
  }

  @Test
  void writesTextAndMessagesWithTheirLength() {
    assertThat(hex(new ProtobufWriter().text(2, "testing"))).isEqualTo("120774657374696e67");
    assertThat(hex(new ProtobufWriter().message(3, new ProtobufWriter().integer(1, 150))))
        .isEqualTo("1a03089601");
  }

  @Test
  void writesFloatsLittleEndian() {
    assertThat(hex(new ProtobufWriter().floats(9, new float[] {1, -2})))
        .isEqualTo("4a080000803f000000c0");
  }
}
