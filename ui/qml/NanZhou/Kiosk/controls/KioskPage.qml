pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import NanZhou.Kiosk
import NanZhou.Shell

// One decision a page: what it is about, what there is to see or touch, and the ways on.
// Tall screens stack them; wide ones put the story beside the work; within reach of a wheelchair the work moves down.
PageBase {
    id: root
    property string heading
    property string lead
    property bool bare: false
    // Much to read in large letters: on a wide screen the story makes room for it.
    property bool slim: false
    default property alias body: slot.data
    property alias actions: ways.data
    readonly property bool lowered: Shell.reach && !wide
    readonly property alias room: scroller.height
    readonly property bool back: root.page.can_go_back && root.page.actions.includes("back")
    // Something is being typed: the way back and the hint to scroll would only be in the way.
    property bool typing: false

    function scrollTo(item: Item): void {
        const at = item.mapToItem(slot, 0, 0, item.width, item.height);
        const lowest = Math.max(0, scroller.contentHeight - scroller.height);
        scroller.contentY = Math.max(0, Math.min(lowest, at.y - (scroller.height - at.height) / 2));
    }

    CompanionBar {
        id: beside
        width: parent.width
        words: Theme.say(root.page.companion)
    }
    Narrative {
        id: story
        visible: !root.bare
        x: root.wide ? 40 : Theme.margin
        y: beside.depth + (root.wide ? 32 : 40)
        // Even, so that two buttons beside it are equal to the pixel.
        width: root.wide ? 2 * Math.round(root.width * (root.slim ? 0.1225 : 0.1675)) : root.width - 2 * x
        height: root.wide ? root.height - y - 32 : root.lowered ? Math.max(implicitHeight, root.height * 0.36) : implicitHeight
        trail: root.page.trail ?? null
        heading: root.heading
        lead: root.lead
        boxed: root.wide || root.lowered
        upright: root.wide
    }
    ColumnLayout {
        anchors {
            left: root.wide && !root.bare ? story.right : parent.left
            right: parent.right
            top: root.wide || root.bare ? beside.bottom : story.bottom
            bottom: parent.bottom
            leftMargin: root.bare ? 0 : root.wide ? 44 : Theme.margin
            rightMargin: root.bare ? 0 : root.wide ? 44 : Theme.margin
            topMargin: root.bare ? 0 : root.wide ? 32 : 36
            bottomMargin: root.bare ? 0 : root.wide ? 28 : 40
        }
        spacing: 0

        Item {
            Layout.fillWidth: true
            Layout.fillHeight: true
            Flickable {
                id: scroller
                objectName: "scroller"
                anchors.fill: parent
                contentWidth: width
                contentHeight: Math.max(height, slot.implicitHeight)
                interactive: contentHeight > height + 1
                boundsBehavior: Flickable.StopAtBounds
                clip: interactive
                ColumnLayout {
                    id: slot
                    width: scroller.width
                    height: scroller.contentHeight
                    spacing: root.wide ? 20 : Theme.gap
                }
                NumberAnimation on contentY {
                    id: glide
                    running: false
                    duration: Theme.fade
                }
            }
            Rectangle {
                anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
                visible: more.visible
                height: 150
                gradient: Gradient {
                    GradientStop { position: 0; color: Qt.alpha(Theme.paper, 0) }
                    GradientStop { position: 0.7; color: Theme.paper }
                }
            }
            KioskButton {
                id: more
                objectName: "scroll_more"
                visible: !root.typing && scroller.interactive && scroller.contentY < scroller.contentHeight - scroller.height - 8
                anchors { horizontalCenter: parent.horizontalCenter; bottom: parent.bottom; bottomMargin: 4 }
                look: KioskButton.Ink
                implicitHeight: 92
                symbol: "chevron-right"
                symbolTurn: 90
                font.pixelSize: Theme.body
                text: qsTr("查看下面的内容")
                onClicked: {
                    glide.to = Math.min(scroller.contentHeight - scroller.height, scroller.contentY + scroller.height * 0.8);
                    glide.restart();
                }
            }
        }
        RowLayout {
            id: row
            Layout.fillWidth: true
            Layout.fillHeight: false
            Layout.topMargin: Theme.gap
            visible: root.back || ways.children.length > 0
            spacing: Theme.gap
            KioskButton {
                objectName: "action_back"
                visible: root.back && !root.typing
                Layout.fillHeight: true
                Layout.fillWidth: true
                Layout.preferredWidth: 200
                Layout.maximumWidth: 320
                look: KioskButton.Quiet
                symbol: "arrow-left"
                text: qsTr("返回")
                onClicked: Shell.answer("back")
            }
            RowLayout {
                id: ways
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 400
                visible: children.length > 0
                spacing: Theme.gap
                uniformCellSizes: true
            }
        }
    }
}
