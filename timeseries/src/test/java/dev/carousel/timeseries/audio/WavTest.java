package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WavTest {
  private static final int PCM = 1;
  private static final int FLOAT = 3;

  @TempDir private Path folder;

  private static Sound read(byte[] bytes) {
    return Wav.read(new ByteArrayInputStream(bytes), "a.wav");
  }

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void wholeNumbersAreFractionsOfFullScale() {
    byte[] sixteen =
        little(6).putShort((short) 16384).putShort((short) -32768).putShort((short) 1).array();
    assertThat(read(WavBytes.of(PCM, 1, 8000, 16, sixteen)).samples())
        .containsExactly(0.5f, -1, 0x1p-15f);
    assertThat(read(WavBytes.of(PCM, 1, 8000, 8, bytes(0, 128, 192))).samples())
        .containsExactly(-1, 0, 0.5f);
    assertThat(
            read(WavBytes.of(PCM, 1, 8000, 24, bytes(0, 0, 0x80, 1, 0, 0, 0xFF, 0xFF, 0xFF)))
                .samples())
        .containsExactly(-1, 0x1p-23f, -0x1p-23f);
    byte[] thirtyTwo = little(8).putInt(Integer.MIN_VALUE).putInt(1 << 30).array();
    assertThat(read(WavBytes.of(PCM, 1, 8000, 32, thirtyTwo)).samples()).containsExactly(-1, 0.5f);
  }

  @Test
  void floatsStayWhatTheyAre() {
    byte[] single = little(8).putFloat(0.25f).putFloat(-1.5f).array();
    assertThat(read(WavBytes.of(FLOAT, 1, 44100, 32, single)).samples())
        .containsExactly(0.25f, -1.5f);
    byte[] twice = little(8).putDouble(0.1).array();
    assertThat(read(WavBytes.of(FLOAT, 1, 44100, 64, twice)).samples()).containsExactly(0.1f);
  }

  @Test
  void channelsAreMixedDownToTheirMean() {
    byte[] stereo =
        little(8)
            .putShort((short) 16384)
            .putShort((short) 0)
            .putShort((short) -100)
            .putShort((short) 100)
            .array();
    Sound sound = read(WavBytes.of(PCM, 2, 22050, 16, stereo));

    assertThat(sound.samples()).containsExactly(0.25f, 0);
    assertThat(sound.sampleRate()).isEqualTo(22050);
    assertThat(sound.seconds()).isEqualTo(2 / 22050.0);
  }

  /** The form that names its own samples in a longer header, as many programs write it. */
  @Test
  void theExtensibleFormIsRead() {
    ByteBuffer file = little(72);
    file.put(WavBytes.ascii("RIFF")).putInt(64).put(WavBytes.ascii("WAVEfmt ")).putInt(40);
    file.putShort((short) 0xFFFE).putShort((short) 1).putInt(8000).putInt(16000);
    file.putShort((short) 2)
        .putShort((short) 16)
        .putShort((short) 22)
        .putShort((short) 16)
        .putInt(4);
    file.put(bytes(1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71));
    file.put(WavBytes.ascii("data")).putInt(4).putShort((short) 8192).putShort((short) -8192);

    assertThat(read(file.array()).samples()).containsExactly(0.25f, -0.25f);
  }

  @Test
  void partsBeforeAndAfterTheSamplesAreSteppedOver() {
    byte[] plain = WavBytes.of(8000, (short) 16384);
    ByteBuffer file = little(plain.length + 24);
    file.put(plain, 0, 36);
    // Of odd length, hence with a byte to fill up.
    file.put(WavBytes.ascii("LIST")).putInt(3).put(bytes(1, 2, 3, 0));
    file.put(plain, 36, plain.length - 36);
    file.put(WavBytes.ascii("LIST")).putInt(4).put(bytes(1, 2, 3, 4));

    assertThat(read(file.array()).samples()).containsExactly(0.5f);
  }

  @Test
  void aFileIsReadFromDisk() throws IOException {
    Path file = Files.write(folder.resolve("b.wav"), WavBytes.of(11025, (short) -16384));

    assertThat(Wav.read(file, "b.wav").samples()).containsExactly(-0.5f);
    Path none = folder.resolve("none.wav");
    assertThatThrownBy(() -> Wav.read(none, "none.wav"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("none.wav: no such file");
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("a.wav: " + message);
  }

  private static byte[] changed(int place, int value) {
    byte[] bytes = WavBytes.of(PCM, 1, 8000, 16, new byte[100]);
    little(4).putInt(value).flip().get(bytes, place, 4);
    return bytes;
  }

  private static byte[] changedShort(int place, int value) {
    byte[] bytes = WavBytes.of(PCM, 1, 8000, 16, new byte[100]);
    little(2).putShort((short) value).flip().get(bytes, place, 2);
    return bytes;
  }

  @Test
  void whatIsNoWavFileIsToldSo() {
    assertRefused(new byte[0], "the file is empty");
    assertRefused(
        WavBytes.ascii("ID3 and then an MP3 file"),
        "is not a WAV file: it does not begin with RIFF and WAVE");
    assertRefused(
        WavBytes.ascii("RIFF1234AVI LIST"),
        "is not a WAV file: it does not begin with RIFF and WAVE");
    assertRefused(changedShort(20, 7), "its sound is compressed (format 7); convert it to PCM");
    assertRefused(changedShort(20, 0x55), "its sound is compressed (format 85); convert it to PCM");
    assertRefused(
        changedShort(20, 0xFFFE),
        "its sound is in a form (format 65534) that is not read; convert it to PCM");
  }

  @Test
  void truncatedFilesAreToldSo() {
    byte[] whole = WavBytes.of(PCM, 1, 8000, 16, new byte[100]);
    assertRefused(
        Arrays.copyOf(whole, 64),
        "the header promises 50 samples, but the file ends after 10; it is truncated");
    assertRefused(
        Arrays.copyOf(whole, 44),
        "the header promises 50 samples, but the file ends after 0; it is truncated");
    assertRefused(
        Arrays.copyOf(whole, 30),
        "a part of the header claims 16 bytes, but only 10 follow; the file is truncated or"
            + " damaged");
    assertRefused(
        Arrays.copyOf(whole, 16),
        "there is no 'fmt ' part before the samples; the file is truncated or damaged");
    assertRefused(
        Arrays.copyOf(whole, 40), "there is no 'data' part; the file is truncated or damaged");
    assertRefused(WavBytes.of(PCM, 1, 8000, 16, new byte[0]), "holds no samples");
    assertRefused(
        WavBytes.of(PCM, 1, 8000, 16, new byte[99]),
        "99 bytes of samples are not a whole number of samples of 2 bytes; the file is damaged");
  }

  /** What is claimed is up to 4 GiB; the tests run in less, and nothing is allocated for it. */
  @Test
  void absurdSizesAreToldAndNotBelieved() {
    assertRefused(
        changed(40, -1),
        "the header promises 2147483647 samples, but the file ends after 50; it is truncated");
    assertRefused(
        changed(16, -2),
        "a part of the header claims 4294967294 bytes, but only 124 follow; the file is truncated"
            + " or damaged");
    assertRefused(changed(16, 4), "the 'fmt ' part has 4 bytes instead of 16 or more");
    assertRefused(changed(24, 0), "the sample rate must be 1 to 1000000 samples a second, got 0");
    assertRefused(changed(24, -5), "the sample rate must be 1 to 1000000 samples a second, got -5");
    assertRefused(
        changedShort(34, 12), "samples have 12 bits, those of whole numbers have 8, 16, 24 or 32");
    assertRefused(
        changedShort(22, 0),
        "its sound is in a form (format 1) that is not read; convert it to PCM");
    byte[] odd = WavBytes.of(FLOAT, 1, 8000, 32, little(4).putFloat(Float.NaN).array());
    assertRefused(odd, "sample 1 is NaN; samples must be numbers, full scale is 1");
  }

  @Test
  void anEndlessStreamIsNotReadToItsEnd() {
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            return 0;
          }
        };
    assertThatThrownBy(() -> Wav.read(endless, "a.wav", 100))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "a.wav: the file is larger than 100 bytes, the most that is read; cut it into several");
  }
}
