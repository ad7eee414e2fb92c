/* A button in the text editor that links words to another story. */
(() => {
  const { DocumentModalWorkflowSource, TooltipEntity, registerPlugin } = window.draftail;
  const { EditorState, Modifier, RichUtils } = window.DraftJS;

  class StoryLinkSource extends DocumentModalWorkflowSource {
    getChooserConfig() {
      return {
        url: this.props.entityType.chooserUrls.storyChooser,
        urlParams: {},
        onload: window.CHOOSER_MODAL_ONLOAD_HANDLERS,
        responses: { chosen: this.onChosen },
      };
    }

    onChosen(story) {
      const { editorState, entityType, onComplete } = this.props;
      const selection = editorState.getSelection();
      const data = { id: story.id, title: story.string };
      const content = editorState.getCurrentContent().createEntity(entityType.type, 'MUTABLE', data);
      const key = content.getLastCreatedEntityKey();
      const next = selection.isCollapsed()
        ? EditorState.push(editorState, Modifier.replaceText(content, selection, story.string, null, key), 'insert-characters')
        : RichUtils.toggleLink(editorState, selection, key);
      this.workflow.close();
      onComplete(next);
    }
  }

  const StoryLink = (props) => {
    const { id, title } = props.contentState.getEntity(props.entityKey).getData();
    const icon = window.React.createElement(window.wagtail.components.Icon, { name: 'doc-full-inverse' });
    return window.React.createElement(TooltipEntity, { ...props, icon, label: title || `Story ${id}` });
  };

  registerPlugin({ type: 'STORY_LINK', source: StoryLinkSource, decorator: StoryLink }, 'entityTypes');
})();
