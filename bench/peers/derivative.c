/* The same derivative as ours, written directly on libvips: what processor time the work itself takes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <vips/vips.h>

static void fail(void) {
    fprintf(stderr, "%s\n", vips_error_buffer());
    exit(1);
}

/* derivative FORMAT WIDTH QUALITY EFFORT TIMES FILE… */
int main(int argc, char **argv) {
    if (argc < 7 || VIPS_INIT(argv[0])) return 2;
    vips_concurrency_set(1);
    vips_cache_set_max(0);
    const char *format = argv[1];
    int width = atoi(argv[2]), quality = atoi(argv[3]), effort = atoi(argv[4]), times = atoi(argv[5]);
    for (int n = 0; n < times; n++)
        for (int i = 6; i < argc; i++) {
            VipsImage *head, *image, *scaled;
            char *bytes;
            gsize length;
            void *out = NULL;
            size_t out_length;
            if (!g_file_get_contents(argv[i], &bytes, &length, NULL)) return 3;
            if (vips_jpegload_buffer(bytes, length, &head, "access", VIPS_ACCESS_SEQUENTIAL, NULL)) fail();
            int shrink = 8;
            while (shrink > 1 && (double) vips_image_get_width(head) / shrink < 2 * width) shrink /= 2;
            g_object_unref(head);
            if (vips_jpegload_buffer(bytes, length, &image, "access", VIPS_ACCESS_SEQUENTIAL, "shrink", shrink, NULL)) fail();
            if (vips_resize(image, &scaled, (double) width / vips_image_get_width(image), NULL)) fail();
            int failed;
            if (!strcmp(format, "jpg"))
                failed = vips_jpegsave_buffer(scaled, &out, &out_length, "Q", quality, "interlace", TRUE, "optimize_coding", TRUE, "strip", TRUE, NULL);
            else if (!strcmp(format, "webp"))
                failed = vips_webpsave_buffer(scaled, &out, &out_length, "Q", quality, "effort", effort, "strip", TRUE, NULL);
            else
                failed = vips_heifsave_buffer(scaled, &out, &out_length, "Q", quality, "effort", effort, "compression",
                                              VIPS_FOREIGN_HEIF_COMPRESSION_AV1, "strip", TRUE, NULL);
            if (failed) fail();
            g_free(out);
            g_object_unref(scaled);
            g_object_unref(image);
            g_free(bytes);
        }
    return 0;
}
