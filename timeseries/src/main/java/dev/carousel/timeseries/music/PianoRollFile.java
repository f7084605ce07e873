package dev.carousel.timeseries.music;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON file on its way to piano rolls. A fault is reported with its JSON pointer, such as
 * /train/0/12 for frame 12 of sequence 0 of the training part, since such files are often one line.
 *
 * @param name what messages call the file
 * @param file where it is
 */
record PianoRollFile(String name, Path file) {
  private static final List<String> PARTS =
      Stream.of(Split.values()).map(PianoRollFile::key).toList();
  private static final String SHAPE =
      "an object with the keys " + String.join(", ", PARTS) + " is needed";

  private static String key(Split split) {
    return split.name().toLowerCase(Locale.ROOT);
  }

  /** Reads the file. */
  Map<Split, Rolls> rolls() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      String reason = Files.isDirectory(file) ? "it is a folder" : e.toString();
      throw new InvalidDataException("cannot read '%s': %s".formatted(name, reason), e);
    }
    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), bytes)) {
      return parts(json);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw new InvalidDataException(
          "%s, line %d, column %d: %s"
              .formatted(
                  name,
                  at.getLineNr(),
                  at.getColumnNr(),
                  e.getOriginalMessage().replaceFirst("(?s) \\(start marker.*", "")),
          e);
    }
  }

  private Map<Split, Rolls> parts(JsonParser json) {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new InvalidDataException(name + " does not hold a JSON object; " + SHAPE);
    }
    Map<Split, Rolls> parts = new EnumMap<>(Split.class);
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String part = json.currentName();
      if (!PARTS.contains(part)) {
        throw new InvalidDataException(
            "%s: unknown key '%s'%s"
                .formatted(name, part, Suggestion.ending(part, "available", PARTS)));
      }
      Split split = Split.valueOf(part.toUpperCase(Locale.ROOT));
      if (parts.containsKey(split)) {
        throw new InvalidDataException("%s: key '%s' stands twice".formatted(name, part));
      }
      json.nextToken();
      parts.put(split, part(json));
    }
    for (Split split : Split.values()) {
      if (!parts.containsKey(split)) {
        throw new InvalidDataException(
            "%s: missing key '%s'; %s".formatted(name, key(split), SHAPE));
      }
    }
    if (json.nextToken() != null) {
      throw new InvalidDataException(
          "%s, line %d: more follows after the object; one is needed"
              .formatted(name, json.currentTokenLocation().getLineNr()));
    }
    return parts;
  }

  private Rolls part(JsonParser json) {
    requireList(json, "a list of sequences");
    String place = place(json);
    List<int[][]> sequences = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      sequences.add(sequence(json));
    }
    if (sequences.isEmpty()) {
      throw new InvalidDataException("%s: there is no sequence at %s".formatted(name, place));
    }
    return new Rolls(sequences.toArray(int[][][]::new));
  }

  private int[][] sequence(JsonParser json) {
    requireList(json, "a sequence, which is a list of frames");
    String place = place(json);
    List<int[]> frames = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      frames.add(frame(json));
    }
    if (frames.size() < 2) {
      throw new InvalidDataException(
          "%s: the sequence at %s has %s; predicting the next one takes at least 2; leave it out"
              .formatted(name, place, frames.isEmpty() ? "no frames" : "1 frame"));
    }
    return frames.toArray(int[][]::new);
  }

  private int[] frame(JsonParser json) {
    requireList(json, "a frame, which is a list of pitches");
    boolean[] sounds = new boolean[Keys.COUNT];
    int[] keys = new int[Keys.COUNT];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      int key = key(json);
      if (sounds[key]) {
        throw new InvalidDataException(
            "%s: pitch %d at %s stands in its frame already; leave one of them out"
                .formatted(name, key + Keys.LOWEST, place(json)));
      }
      sounds[key] = true;
      keys[count++] = key;
    }
    return Arrays.copyOf(keys, count);
  }

  private int key(JsonParser json) {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw unexpected(json, "a pitch, which is a whole number");
    }
    if (json.getNumberType() == NumberType.INT) {
      int pitch = json.getIntValue();
      if (pitch >= Keys.LOWEST && pitch <= Keys.HIGHEST) {
        return pitch - Keys.LOWEST;
      }
    }
    throw new InvalidDataException(
        "%s: pitch %s at %s is outside %d to %d, the keys of a piano; silence is written by leaving"
                .formatted(name, json.getString(), place(json), Keys.LOWEST, Keys.HIGHEST)
            + " the pitch out");
  }

  private void requireList(JsonParser json, String what) {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw unexpected(json, what);
    }
  }

  private InvalidDataException unexpected(JsonParser json, String what) {
    String got =
        switch (json.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "a list";
          case VALUE_STRING -> "the text '" + json.getString() + "'";
          default -> json.getString();
        };
    return new InvalidDataException(
        "%s: expected %s, at %s, got %s".formatted(name, what, place(json), got));
  }

  private static String place(JsonParser json) {
    return json.streamReadContext().pathAsPointer().toString();
  }
}
