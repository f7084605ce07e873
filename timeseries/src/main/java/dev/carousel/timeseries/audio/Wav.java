package dev.carousel.timeseries.audio;

import dev.carousel.data.InvalidDataException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioFormat.Encoding;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Reads WAV files, by the JDK's own reader: samples of 8, 16, 24 or 32 bits, whole numbers or
 * floats (32 or 64 bits), of any rate. Whole numbers of b bits are divided by 2^(b-1); 8 bits are
 * unsigned in these files, 128 standing for 0. Several channels are mixed down: a sample is their
 * mean. What the file claims to hold is never taken at its word: no more memory is asked for than
 * what is there needs.
 */
public final class Wav {
  /** The largest file that is read, in bytes: 25 minutes of a compact disc's sound. */
  public static final int LARGEST = 1 << 28;

  private static final int HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FORMAT_LENGTH = 16;
  private static final int FORMAT_PCM = 1;
  private static final int FORMAT_FLOAT = 3;
  private static final int FORMAT_EXTENSIBLE = 0xFFFE;
  private static final List<Integer> WHOLE_BITS = List.of(8, 16, 24, 32);
  private static final List<Integer> FLOAT_BITS = List.of(32, 64);

  private final byte[] bytes;
  private final String name;

  private Wav(byte[] bytes, String name) {
    this.bytes = bytes;
    this.name = name;
  }

  /**
   * Reads a file.
   *
   * @param file where it is
   * @param name what messages call it
   * @return its sound
   * @throws InvalidDataException if it cannot be read; the message begins with the name
   */
  public static Sound read(Path file, String name) {
    try (InputStream in = Files.newInputStream(file)) {
      return read(in, name);
    } catch (NoSuchFileException e) {
      throw new InvalidDataException(name + ": no such file", e);
    } catch (IOException e) {
      throw new InvalidDataException("%s: cannot be read: %s".formatted(name, e), e);
    }
  }

  /**
   * Reads a file that comes as a stream, such as one that lies in a zip.
   *
   * @param in its bytes, read to their end; not closed
   * @param name what messages call it
   * @return its sound
   * @throws InvalidDataException if it cannot be read; the message begins with the name
   */
  public static Sound read(InputStream in, String name) {
    return read(in, name, LARGEST);
  }

  /** With another bound than {@link #LARGEST}. */
  static Sound read(InputStream in, String name, int largest) {
    try {
      byte[] bytes = in.readNBytes(largest + 1);
      if (bytes.length > largest) {
        throw new InvalidDataException(
            "%s: the file is larger than %d bytes, the most that is read; cut it into several"
                .formatted(name, largest));
      }
      return new Wav(bytes, name).sound();
    } catch (IOException e) {
      throw new InvalidDataException("%s: cannot be read: %s".formatted(name, e), e);
    }
  }

  /**
   * Where the samples are.
   *
   * @param format the number of the form they have
   * @param start their first byte
   * @param length how many bytes there should be, which may be more than there are
   */
  private record Content(int format, int start, long length) {}

  private Sound sound() throws IOException {
    if (bytes.length == 0) {
      throw fault("the file is empty");
    }
    if (!isAt(0, "RIFF") || !isAt(8, "WAVE")) {
      throw fault("is not a WAV file: it does not begin with RIFF and WAVE");
    }
    Content content = content();
    if (content.length() == 0) {
      throw fault("holds no samples");
    }
    try (AudioInputStream stream =
        AudioSystem.getAudioInputStream(new ByteArrayInputStream(bytes))) {
      return sound(stream.getFormat(), content);
    } catch (UnsupportedAudioFileException e) {
      throw fault(
          "its sound is in a form (format %d) that is not read; convert it to PCM"
              .formatted(content.format()));
    } catch (IllegalArgumentException e) {
      throw fault(e.getMessage());
    }
  }

  private InvalidDataException fault(String what) {
    return new InvalidDataException(name + ": " + what);
  }

  private boolean isAt(int place, String letters) {
    byte[] wanted = letters.getBytes(StandardCharsets.US_ASCII);
    return place + wanted.length <= bytes.length
        && Arrays.equals(bytes, place, place + wanted.length, wanted, 0, wanted.length);
  }

  /** Walks over the chunks up to the samples; the JDK's reader tells no fault from another. */
  private Content content() {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int format = -1;
    long place = HEADER;
    while (place + CHUNK_HEADER <= bytes.length) {
      int start = (int) place + CHUNK_HEADER;
      long length = Integer.toUnsignedLong(buffer.getInt(start - 4));
      if (isAt((int) place, "data")) {
        if (format < 0) {
          break;
        }
        return new Content(format, start, length);
      }
      if (length > bytes.length - start) {
        throw fault(
            "a part of the header claims %d bytes, but only %d follow; the file is truncated or"
                    .formatted(length, bytes.length - start)
                + " damaged");
      }
      if (isAt((int) place, "fmt ")) {
        if (length < FORMAT_LENGTH) {
          throw fault("the 'fmt ' part has %d bytes instead of 16 or more".formatted(length));
        }
        format = Short.toUnsignedInt(buffer.getShort(start));
        requireRead(format);
      }
      // Parts begin at even places.
      place = start + length + (length & 1);
    }
    throw fault(
        format < 0
            ? "there is no 'fmt ' part before the samples; the file is truncated or damaged"
            : "there is no 'data' part; the file is truncated or damaged");
  }

  private void requireRead(int format) {
    if (format != FORMAT_PCM && format != FORMAT_FLOAT && format != FORMAT_EXTENSIBLE) {
      throw fault("its sound is compressed (format %d); convert it to PCM".formatted(format));
    }
  }

  private Sound sound(AudioFormat form, Content content) {
    Encoding encoding = form.getEncoding();
    boolean floats = encoding.equals(Encoding.PCM_FLOAT);
    int bits = form.getSampleSizeInBits();
    if (!(floats ? FLOAT_BITS : WHOLE_BITS).contains(bits)) {
      throw fault(
          "samples have %d bits, those of %s have %s"
              .formatted(
                  bits,
                  floats ? "floats" : "whole numbers",
                  floats ? "32 or 64" : "8, 16, 24 or 32"));
    }
    int channels = form.getChannels();
    int width = bits / 8;
    int frame = channels * width;
    if (form.getFrameSize() != frame) {
      throw fault(
          "%d channels of %d bits need %d bytes, the header says %d"
              .formatted(channels, bits, frame, form.getFrameSize()));
    }
    int there = bytes.length - content.start();
    if (content.length() > there) {
      throw fault(
          "the header promises %d samples, but the file ends after %d; it is truncated"
              .formatted(content.length() / frame, there / frame));
    }
    int length = (int) content.length();
    if (length % frame != 0) {
      throw fault(
          "%d bytes of samples are not a whole number of samples of %d bytes; the file is damaged"
              .formatted(length, frame));
    }
    ByteBuffer data =
        ByteBuffer.wrap(bytes, content.start(), length).order(ByteOrder.LITTLE_ENDIAN);
    float[] samples = new float[length / frame];
    for (int i = 0; i < samples.length; i++) {
      double sum = 0;
      for (int c = 0; c < channels; c++) {
        sum += floats ? fraction(data, width) : whole(data, width);
      }
      samples[i] = (float) (sum / channels);
    }
    return new Sound(samples, Math.round(form.getSampleRate()));
  }

  private static double fraction(ByteBuffer data, int width) {
    return width == Float.BYTES ? data.getFloat() : data.getDouble();
  }

  /** A whole number over 2^(bits - 1). */
  private static double whole(ByteBuffer data, int width) {
    return switch (width) {
      case 1 -> (Byte.toUnsignedInt(data.get()) - 0x80) / 0x1p7;
      case 2 -> data.getShort() / 0x1p15;
      case 3 -> (Short.toUnsignedInt(data.getShort()) | data.get() << Short.SIZE) / 0x1p23;
      default -> data.getInt() / 0x1p31;
    };
  }
}
