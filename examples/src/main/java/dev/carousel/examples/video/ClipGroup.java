package dev.carousel.examples.video;

import dev.carousel.nlp.conditioned.Pairs;
import dev.carousel.nlp.conditioned.TargetTexts;
import dev.carousel.sequence.SelectedSequences;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Clips that are measured together.
 *
 * @param clips as models read them
 * @param captions of each clip
 * @param pairs every caption with its clip, in the order of the clips
 */
record ClipGroup(ClipSequences clips, List<List<String>> captions, Pairs pairs) {
  static ClipGroup of(List<CaptionedClip> clips, FrameReading reading, TargetTexts texts) {
    ClipSequences sequences =
        new ClipSequences(clips.stream().map(CaptionedClip::clip).toList(), reading);
    int[] which =
        IntStream.range(0, clips.size())
            .flatMap(n -> clips.get(n).captions().stream().mapToInt(caption -> n))
            .toArray();
    int[][] targets =
        clips.stream()
            .flatMap(clip -> clip.captions().stream())
            .map(texts::encode)
            .toArray(int[][]::new);
    return new ClipGroup(
        sequences,
        clips.stream().map(CaptionedClip::captions).toList(),
        new Pairs(texts, new SelectedSequences(sequences, which), targets));
  }
}
