package dev.carousel.experiment.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FramingTest {
  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void readerHasTheChecksumOfTheStandard() {
    // RFC 3720, B.4: 32 bytes of zeros, and of ones; the check value of CRC-32C.
    assertThat(EventFileReader.checksum(new byte[32], 0, 32)).isEqualTo(0x8a9136aaL);
    byte[] ones = new byte[32];
    java.util.Arrays.fill(ones, (byte) 0xff);
    assertThat(EventFileReader.checksum(ones, 0, 32)).isEqualTo(0x62a8ab43L);
    assertThat(EventFileReader.checksum(ascii("123456789"), 0, 9)).isEqualTo(0xe3069283L);
  }

  @Test
  void masksAsTensorFlowDoes() {
    // From an event file of TensorFlow, as TensorBoard's own tests have it.
    assertThat(Framing.maskedChecksum(ascii("\u001a\u0011CRC test, one two")))
        .isEqualTo(0x5794d08a);
    // The mask of zero is the offset alone; the RFC's zeros, rotated by 15 and shifted.
    assertThat(Framing.maskedChecksum(new byte[0])).isEqualTo(0xa282ead8);
    assertThat(Framing.maskedChecksum(new byte[32])).isEqualTo(0x0fd7fffa);
  }

  @Test
  void firstRecordIsTheOneThatTensorFlowWrites() {
    // A file_version event in TensorFlow's tests, which is 24 bytes long.
    byte[] record =
        HexFormat.of()
            .parseHex(
                "1800000000000000a37f4b22"
                    + "0900000027e6b3d541"
                    + "1a0d627261696e2e4576656e743a32"
                    + "6a4d0b15");
    double seconds = EventFileReader.events(record).get(0).wallTime();
    assertThat(Framing.framed(Event.version(Instant.ofEpochSecond((long) seconds))))
        .isEqualTo(record);
  }

  @Property(tries = 200)
  void readingGivesBackWhatWasWritten(@ForAll @Size(max = 4) List<byte[]> data) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    data.forEach(record -> file.writeBytes(Framing.framed(record)));
    assertThat(EventFileReader.records(file.toByteArray())).containsExactlyElementsOf(data);
  }

  @Property(tries = 500)
  void aFlippedBitIsFound(@ForAll byte[] data, @ForAll @IntRange(max = 1 << 20) int at) {
    byte[] record = Framing.framed(data);
    int bit = at % (record.length * Byte.SIZE);
    record[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
    assertThatThrownBy(() -> EventFileReader.records(record)).hasMessageEndingWith("damaged");
  }

  @Property(tries = 200)
  void aCutRecordIsFound(@ForAll @NotEmpty byte[] data, @ForAll @IntRange(min = 1) int cut) {
    byte[] record = Framing.framed(data);
    byte[] left = java.util.Arrays.copyOf(record, 1 + cut % (record.length - 1));
    assertThatThrownBy(() -> EventFileReader.records(left))
        .hasMessageStartingWith("the file ends in");
  }
}
